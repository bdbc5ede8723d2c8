// Starts the components of the page. Every page works without it. The class on the body can wait for this module: it only
// affects parts that a choice reveals, and these are closed again before anybody can choose.
import {
  Button, CharacterCount, Checkboxes, ErrorSummary, ExitThisPage, NotificationBanner, Radios, SkipLink, createAll,
} from './govuk-frontend.js';

document.body.classList.add('js-enabled', 'govuk-frontend-supported');
// Hides a page that somebody has to leave at once, and removes it from the history.
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
