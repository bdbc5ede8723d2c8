# The words that appear on every page. A message with several variables is a method whose arguments are in alphabetical
# order.

site-name = Candour
site-service = Check a police officer
site-title = Candour
skip-to-main = Skip to main content
back = Back
language-label = Language
exit-this-page-emergency = Emergency
exit-this-page = Exit this page
exit-this-page-activated = Loading.
exit-this-page-timed-out = Exit this page expired.
exit-this-page-two-more = Shift, press 2 more times to exit.
exit-this-page-one-more = Shift, press 1 more time to exit.
welsh-awaits-review = The Welsh on this page was translated by a computer and has not been checked by a Welsh speaker yet.
there-is-a-problem = There is a problem
error-prefix = Error:
error-title-prefix = Error:
warning = Warning
important = Important
success = Success
go-on = Continue

footer-links = Support links
footer-accessibility = Accessibility statement
footer-privacy = Privacy
footer-stay-safe = Stay safe online
footer-version = Candour { $version }
footer-independent = Open-source software under the AGPL licence. This is not GOV.UK.
