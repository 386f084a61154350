// An OpenID provider with one account and one client, on the port that it is told.
// Its pages are those of oidc-provider for development: a login, and a consent.
import { once } from "node:events";
import { Provider } from "oidc-provider";

const [port, redirect, person, name, audience] = process.argv.slice(2);
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{
    client_id: audience,
    redirect_uris: [redirect],
    post_logout_redirect_uris: [new URL("/", redirect).href],
    token_endpoint_auth_method: "none",
    id_token_signed_response_alg: "RS256",
  }],
  claims: { openid: ["sub"], profile: ["id_number", "name"] },
  conformIdTokenClaims: false,
  pkce: { required: () => true },
  findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub, id_number: person, name }) }),
});
const server = provider.listen(Number(port), "127.0.0.1");
await once(server, "listening");
console.log("listening");
