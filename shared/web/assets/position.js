// The page of a complaint: the browser's position, if the person gives it, goes into the form once, and the
// server answers with the nearest street or town. Without script the place is chosen from the list or the map.
const button = document.getElementById('locate');
const nowhere = document.getElementById('nowhere');
const field = name => document.getElementById(name);
const patience = 15000; // milliseconds for a position

if (button && navigator.geolocation) {
  button.hidden = false;
  button.addEventListener('click', event => {
    if (field('latitude').value) return; // the position is there: the form is sent
    event.preventDefault();
    nowhere.hidden = true;
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      field('latitude').value = coords.latitude.toFixed(4); // some ten metres
      field('longitude').value = coords.longitude.toFixed(4);
      button.form.requestSubmit(button);
    }, () => { nowhere.hidden = false; }, { timeout: patience, maximumAge: 60000 });
  });
}
