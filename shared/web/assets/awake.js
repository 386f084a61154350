// Keeps the screen on while the code of a certificate is shown, where the browser can. Browsers let go of the screen
// when another page comes to the front.
async function awake() {
  if (document.visibilityState !== 'visible') return;
  try {
    await navigator.wakeLock?.request('screen');
  } catch { /* such as with a low battery */ }
}
document.addEventListener('visibilitychange', awake);
awake();
