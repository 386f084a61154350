// The page that verifies certificates. Where the server can be reached, it is sent what a
// code on paper carries behind the # of its address, and says all there is to say. Where it
// cannot, whatever the browser believes of its network, the browser verifies the signature
// itself, with the keys that it kept: that is what an inspector on the road needs.
const form = document.getElementById('verify');
const upload = document.getElementById('upload');
const field = document.getElementById('token');
const words = document.getElementById('words').dataset;
const patience = 8000; // milliseconds after which the server counts as out of reach

const bytes = text => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), c => c.charCodeAt(0));
const read = text => JSON.parse(new TextDecoder().decode(bytes(text)));

// ask is what the server says of what the form holds: the finding of its page, or what is
// wrong with what was sent; nothing where it does not answer, or is too busy to.
async function ask(body) {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), patience);
  try {
    const answer = await fetch('/verify', { method: 'POST', body, headers: { Accept: 'text/html' }, signal: late.signal });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const found = page.querySelector('[role=status]') ?? (answer.status < 429 ? page.querySelector('main > .outcome') : null);
    found?.setAttribute('role', 'status');
    return found;
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

async function published() {
  try {
    return (await (await fetch('/.well-known/jwks.json')).json()).keys;
  } catch {
    return null;
  }
}

// readings are the text in half width without invisible characters, and what it is without the escapes of
// Markdown, the marks of quoted lines, the escapes of mail and of addresses, and the dashes of word processors.
function readings(text) {
  const plain = (_, digits) => String.fromCharCode(parseInt(digits, 16));
  const all = [text.replace(/[\p{Cf}\p{Variation_Selector}\u034f]/gu, '')
    .replace(/[\uff01-\uff5e]/g, c => String.fromCharCode(c.charCodeAt(0) - 0xfee0))];
  for (const change of [
    t => t.replace(/\\([-_.~])/g, '$1'),
    t => t.replace(/^[ \t]*(?:[>|][ \t]*)+/gm, ''),
    t => t.replace(/=\s+/g, '').replace(/=([0-7][0-9A-F])/gi, plain),
    t => t.replace(/%([0-7][0-9A-F])/gi, plain),
    t => t.replace(/\u2014/g, '--').replace(/[\u2010\u2011\u2013\u2212]/g, '-'),
  ]) {
    const changed = change(all[0]);
    if (changed !== all[0]) all.unshift(changed);
  }
  return all;
}

// codes are the texts that have a code's form, however they were wrapped on their way; an underscore of Markdown
// behind a code is not part of it.
function codes(text) {
  const form = /eyJ[\w-]*\.[\w-]+\.[\w-]{86}(?=_*(?![\w-]))~?/g;
  const found = new Set();
  const add = t => t.match(form)?.forEach(code => found.add(code));
  for (const reading of readings(text)) {
    const words = reading.split(/\s+/);
    add(words.join(''));
    add(reading);
    words.flatMap((word, i) => word.includes('eyJ') ? [i] : []).slice(0, 32).forEach(start => {
      let joined = '';
      for (const word of [words[start].slice(words[start].indexOf('eyJ')), ...words.slice(start + 1)]) {
        joined += word;
        if (joined.length > 4096) break;
        const end = joined.replace(/[^\w~-]+$/, '');
        if (end.length - end.lastIndexOf('.') === 87) add(end);
      }
    });
  }
  return [...found];
}

// open is what the code in a text says, if a published key signed it.
async function open(text) {
  const keys = await published();
  if (!keys) return { unknown: words.keys };
  const findings = await Promise.all(codes(text).map(code => openOne(code, keys).catch(() => ({ unknown: words.unreadable }))));
  const first = test => findings.find(test);
  return first(f => f.says) ?? first(f => f.fault === words.altered) ?? first(f => f.fault) ?? first(() => true) ?? { unknown: words.unreadable };
}

async function openOne(code, keys) {
  if (code.endsWith('~')) return { unknown: words.credential };
  const [header, payload, signature] = code.split('.');
  const { kid, alg } = read(header);
  read(payload); // what is no object was cut, and not altered
  const jwk = keys.find(key => key.kid === kid);
  if (!jwk) return { fault: words.unknown };
  if (alg !== 'ES256' || jwk.alg !== alg) return { unknown: words.online };
  const curve = { name: 'ECDSA', namedCurve: 'P-256' };
  const key = await crypto.subtle.importKey('jwk', { kty: jwk.kty, crv: jwk.crv, x: jwk.x, y: jwk.y }, curve, false, ['verify']);
  const fits = await crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, bytes(signature), new TextEncoder().encode(`${header}.${payload}`));
  return fits ? { says: read(payload) } : { fault: words.altered };
}

// card is the browser's own finding, as text: nothing of a code is markup. Where it found
// nothing, unknown says why.
function card({ fault, unknown, says }) {
  const add = (parent, tag, text) => {
    const element = parent.appendChild(document.createElement(tag));
    element.textContent = text;
    return element;
  };
  const section = document.createElement('section');
  section.setAttribute('role', 'status');
  section.className = 'card outcome';
  if (unknown) {
    add(section, 'h2', unknown);
    return section;
  }
  const today = new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10);
  const wrong = fault ?? (today < says.f ? `${words.early}${says.f}` : says.u && today > says.u ? `${words.late}${says.u}` : '');
  section.classList.add(wrong ? 'rejected' : 'approved');
  add(section, 'h2', wrong || words.valid);
  if (says) {
    const list = add(section, 'dl', '');
    for (const [label, value] of [[words.title, says.t], [words.number, says.n], [words.holder, `${says.h} ${says.i ?? ''}`], ...(says.e ?? []), [words.issuer, says.g]]) {
      add(list, 'dt', label);
      add(list, 'dd', value);
    }
  }
  add(section, 'p', words.offline);
  return section;
}

// answer puts the finding above the forms: the server's, or else the browser's own. Where
// somebody has asked again meanwhile, it is no answer any more.
let asked = 0;
async function answer(event, body, alone) {
  event?.preventDefault();
  const turn = ++asked;
  document.querySelector('[role=status]')?.remove();
  const found = await ask(body) ?? card(await alone());
  if (turn !== asked) return;
  form.before(found);
  found.scrollIntoView({ block: 'nearest' });
}

const verify = event => answer(event, new URLSearchParams({ token: field.value }), () => open(field.value).catch(() => ({ unknown: words.unreadable })));

form.addEventListener('submit', verify);
upload.addEventListener('submit', event => answer(event, new FormData(upload), () => ({ unknown: words.document })));
navigator.serviceWorker?.register(form.dataset.worker, { scope: '/verify' });
let carried = location.hash.slice(1);
try {
  carried = decodeURIComponent(carried);
} catch {
  // as it is: it has a sign that is no escape
}
if (carried) {
  history.replaceState(null, '', location.pathname);
  field.value = carried;
  verify();
}
