// Offers the location of the phone, to about a kilometre, if the browser has one. Nothing is sent before the form is.
const button = document.querySelector('[data-place]');
const field = document.querySelector('#place');
const status = document.querySelector('[data-place-status]');

if (button && field && navigator.geolocation) {
  button.hidden = false;
  button.addEventListener('click', () => {
    status.textContent = '';
    navigator.geolocation.getCurrentPosition(
      // Two decimals of a degree are about a kilometre.
      ({ coords }) => {
        field.value = `${coords.latitude.toFixed(2)}, ${coords.longitude.toFixed(2)}`;
        field.focus();
      },
      () => {
        status.textContent = field.form.dataset.placeFailed;
      },
      { timeout: 10000, maximumAge: 60000 },
    );
  });
}
