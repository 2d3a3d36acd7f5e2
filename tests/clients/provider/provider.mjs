// A login provider on a loopback port: `node provider.mjs PORT KEYS.json AUDIENCE`. It gives access tokens (JWT) to one
// client, for the roles that are asked for as scopes.
import { readFileSync } from "node:fs";
import Provider from "oidc-provider";

const [port, keys, audience] = process.argv.slice(2);
const scope = "readers editors others";
const provider = new Provider(`http://127.0.0.1:${port}`, {
  jwks: JSON.parse(readFileSync(keys, "utf8")),
  scopes: scope.split(" "),
  clients: [
    {
      client_id: "script",
      client_secret: "made-up-for-the-tests",
      grant_types: ["client_credentials"],
      redirect_uris: [],
      response_types: [],
      scope,
    },
  ],
  features: {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: false },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => audience,
      getResourceServerInfo: (_context, resource) => ({
        scope,
        audience: resource,
        accessTokenFormat: "jwt",
        accessTokenTTL: 600,
        jwt: { sign: { alg: process.env.ALGORITHM ?? "RS256" } },
      }),
    },
  },
});
provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
