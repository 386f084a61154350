// Reads certificates' tokens from standard input, and says what libraries find in
// them that have nothing to do with the house: those of JOSE, SD-JWT, Verifiable
// Credentials, status lists and SM2.
import {createHash} from 'node:crypto';
import {text} from 'node:stream/consumers';
import {compactVerify, createLocalJWKSet} from 'jose';
import {SDJwtInstance} from '@sd-jwt/core';
import {_checkCredential} from '@digitalbazaar/vc';
import {decodeList} from '@digitalbazaar/vc-bitstring-status-list';
import sm from 'sm-crypto';

const given = JSON.parse(await text(process.stdin));
const keys = createLocalJWKSet(given.jwks);
const part = (token, i) => JSON.parse(Buffer.from(token.split('.')[i], 'base64url'));

const sdjwt = new SDJwtInstance({
  hashAlg: 'sha-256',
  hasher: data => createHash('sha256').update(data).digest(),
  verifier: async (data, signature) => {
    await compactVerify(`${data}.${signature}`, keys);
    return true;
  },
});
const open = async credential => {
  const {payload} = await sdjwt.verify(credential);
  _checkCredential({credential: payload, now: new Date(given.now)});
  return payload;
};
const found = {
  credential: await open(given.credential),
  presentation: await open(given.presentation),
  code: JSON.parse(Buffer.from((await compactVerify(given.code, keys)).payload)),
};

const list = JSON.parse(Buffer.from((await compactVerify(given.list, keys)).payload));
_checkCredential({credential: list, now: new Date(given.now)});
const bits = await decodeList({encodedList: list.credentialSubject.encodedList});
found.places = given.places.map(place => bits.getStatus(place));
found.length = bits.length;

const hex = text => Buffer.from(text, 'base64url').toString('hex');
const [header, payload, signature] = given.sm2.token.split('.');
const key = given.sm2.jwks.keys.find(key => key.kid === part(given.sm2.token, 0).kid);
const verify = message => sm.sm2.doVerifySignature(message, hex(signature), '04' + hex(key.x) + hex(key.y), {hash: true, userId: '1234567812345678'});
found.sm2 = {valid: verify(`${header}.${payload}`), altered: verify(`${header}.${payload}A`)};

console.log(JSON.stringify(found));
