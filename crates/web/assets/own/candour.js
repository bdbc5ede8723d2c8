// Starts the components of the page. Every page works without it. The class on the body can wait for this module: only what a
// choice reveals depends on it, and that is closed again before anybody can have chosen.
import {
  Button, CharacterCount, Checkboxes, ErrorSummary, ExitThisPage, NotificationBanner, Radios, SkipLink, createAll,
} from './govuk-frontend.js';

document.body.classList.add('js-enabled', 'govuk-frontend-supported');
for (const component of [
  Button, CharacterCount, Checkboxes, ErrorSummary, ExitThisPage, NotificationBanner, Radios, SkipLink,
]) {
  createAll(component);
}
