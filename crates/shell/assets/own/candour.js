// Starts the components of the page. Every page works without it. The class on the body can wait for this module: only what a
// choice reveals depends on it, and that is closed again before anybody can have chosen.
import {
  Button, CharacterCount, Checkboxes, ErrorSummary, ExitThisPage, NotificationBanner, Radios, SkipLink, createAll,
} from './govuk-frontend.js';

document.body.classList.add('js-enabled', 'govuk-frontend-supported');
// The page that somebody had to leave is hidden at once and does not stay one step back.
for (const button of document.querySelectorAll('.govuk-js-exit-this-page-button')) {
  const leave = (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    document.body.classList.add('govuk-exit-this-page-hide-content');
    location.replace(button.href);
  };
  button.addEventListener('click', leave, { capture: true });
}
for (const component of [
  Button, CharacterCount, Checkboxes, ErrorSummary, ExitThisPage, NotificationBanner, Radios, SkipLink,
]) {
  createAll(component);
}
