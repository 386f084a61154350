// The page that verifies certificates. Online, what a code on paper carries behind
// the # of its address is sent by the form, and the server says all there is to say.
// Offline, the browser verifies the signature itself, with the keys that it kept:
// that is what an inspector on the road needs.
const form = document.getElementById('verify');
const field = document.getElementById('token');
const words = document.getElementById('words').dataset;

const bytes = text => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), c => c.charCodeAt(0));
const read = text => JSON.parse(new TextDecoder().decode(bytes(text)));

// open is what the code says, if a published key signed it.
async function open(token) {
  const [header, payload, signature] = token.trim().split('#').pop().split('.');
  const { keys } = await (await fetch('/.well-known/jwks.json')).json();
  const { kid, alg } = read(header);
  const jwk = keys.find(key => key.kid === kid);
  if (!jwk) return { fault: words.unknown };
  if (alg !== 'ES256' || jwk.alg !== alg) return { fault: words.online };
  const curve = { name: 'ECDSA', namedCurve: 'P-256' };
  const key = await crypto.subtle.importKey('jwk', { kty: jwk.kty, crv: jwk.crv, x: jwk.x, y: jwk.y }, curve, false, ['verify']);
  const fits = await crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, bytes(signature), new TextEncoder().encode(`${header}.${payload}`));
  return fits ? { says: read(payload) } : { fault: words.altered };
}

// show puts the finding above the form, as text: nothing of a code is markup.
function show({ fault, says }) {
  const add = (parent, tag, text) => {
    const element = parent.appendChild(document.createElement(tag));
    element.textContent = text;
    return element;
  };
  document.querySelector('[role=status]')?.remove();
  const card = document.createElement('section');
  card.setAttribute('role', 'status');
  const today = new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10);
  const wrong = fault ?? (today < says.f ? `${words.early}${says.f}` : says.u && today > says.u ? `${words.late}${says.u}` : '');
  card.className = `card outcome ${wrong ? 'rejected' : 'approved'}`;
  add(card, 'h2', wrong || words.valid);
  if (says) {
    const list = add(card, 'dl', '');
    for (const [label, value] of [[words.title, says.t], [words.number, says.n], [words.holder, `${says.h} ${says.i ?? ''}`], ...(says.e ?? []), [words.issuer, says.g]]) {
      add(list, 'dt', label);
      add(list, 'dd', value);
    }
  }
  add(card, 'p', words.offline);
  form.before(card);
}

async function verify(event) {
  if (navigator.onLine) return;
  event?.preventDefault();
  try {
    show(await open(field.value));
  } catch {
    show({ fault: words.altered });
  }
}

form.addEventListener('submit', verify);
navigator.serviceWorker?.register(form.dataset.worker, { scope: '/verify' });
const carried = decodeURIComponent(location.hash.slice(1));
if (carried) {
  history.replaceState(null, '', location.pathname);
  field.value = carried;
  if (navigator.onLine) form.requestSubmit();
  else verify();
}
