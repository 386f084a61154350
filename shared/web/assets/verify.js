// What a code on paper carries stands behind the # of its address, which browsers
// send to nobody: it is filled in and sent by the form.
const token = decodeURIComponent(location.hash.slice(1));
if (token) {
  history.replaceState(null, '', location.pathname);
  document.getElementById('token').value = token;
  document.getElementById('verify').requestSubmit();
}
