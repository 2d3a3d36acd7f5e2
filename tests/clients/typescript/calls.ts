// Ten typical calls with openapi-fetch and generated types: `node calls.ts ADDRESS TOKEN`.
import assert from "node:assert/strict";
import createClient from "openapi-fetch";
import type { components, paths } from "./register.ts";

type Schemas = components["schemas"];
/** What openapi-fetch hands back: the answer, or what went wrong. */
type Answer<Data> = { data?: Data; error?: unknown; response: Response };

const [address, token] = process.argv.slice(2);
assert(address && token);
const client = createClient<paths>({ baseUrl: address, headers: { Authorization: `Bearer ${token}` } });

function came<Data>({ data, error, response }: Answer<Data>): Data {
  assert(data !== undefined, `${response.status} ${JSON.stringify(error)}`);
  return data;
}

const centre: Schemas["UnitWrite"] = { name: "Ydelser", kind: "centre" };
const unit = came(await client.POST("/v1/units", { body: centre }));
const leader: Schemas["PositionWrite"] = {
  title: "Centerchef",
  unitId: unit.id,
  managementLevel: 2,
  leadsUnit: true,
};
const position = came(await client.POST("/v1/positions", { body: leader }));

const written: Schemas["SystemWrite"] = {
  name: "KSD",
  description: "Sygedagpenge.",
  criticality: "businessCritical",
};
const system = came(await client.POST("/v1/systems", { body: written }));
assert.equal(system.owner, null);

const found = came(
  await client.GET("/v1/systems", { params: { query: { criticality: ["businessCritical"], hasOwner: false } } }),
);
assert.deepEqual([found.total, found.nextCursor, found.items.length], [1, null, 1]);
const narrow = came(await client.GET("/v1/systems", { params: { query: { fields: "id,name" } } }));
assert.deepEqual(narrow.items, [{ id: system.id, name: "KSD" }]);

const one = { id: system.id };
const read = await client.GET("/v1/systems/{id}", { params: { path: one } });
assert.equal(came(read).name, "KSD");
assert(read.response.headers.get("API-Version"));
const tag = read.response.headers.get("ETag");
assert(tag);
const again = await client.GET("/v1/systems/{id}", {
  params: { path: one, header: { "If-None-Match": tag } },
});
assert.deepEqual([again.response.status, again.data], [304, undefined]);
const changed = came(
  await client.PATCH("/v1/systems/{id}", {
    params: { path: one, header: { "If-Match": tag } },
    body: { unitId: unit.id },
  }),
);
assert.equal(changed.unitId, unit.id);

const owner: Schemas["ResponsibilityWrite"] = { duty: "owner", positionId: position.id };
const answers = { params: { path: one }, body: owner };
came(await client.POST("/v1/systems/{id}/responsibilities", answers));
const twice = await client.POST("/v1/systems/{id}/responsibilities", answers);
assert.equal(twice.response.status, 409);
const problem: Schemas["Problem"] | undefined = twice.error;
assert(problem?.detail);

const chain = came(
  await client.GET("/v1/systems/{id}/escalation", { params: { path: one, query: { duty: "fix" } } }),
);
assert.equal(chain.steps[0]?.title, "Centerchef");
const findings = came(await client.GET("/v1/findings", { params: { query: { systemId: [system.id] } } }));
assert(findings.items.some((finding) => finding.rule === "OWN002"));
const summary = came(await client.GET("/v1/dashboard/summary"));
assert.deepEqual([summary.systems.total, summary.ownership.vacant], [1, 1]);
const answered = came(
  await client.GET("/v1/responsibilities", { params: { query: { at: summary.asOf, duty: ["owner"] } } }),
);
assert.deepEqual(answered.items.map((stretch) => stretch.positionTitle), ["Centerchef"]);

const report = came(
  await client.POST("/v1/imports", {
    body: { kind: "people", file: "Navn;E-mail\nBo;bo@example.org\n", dryRun: true },
    bodySerializer: ({ file, ...others }) => {
      const form = new FormData();
      form.set("file", new Blob([file]), "personer.csv");
      for (const [name, value] of Object.entries(others)) form.set(name, String(value));
      return form;
    },
  }),
);
assert.deepEqual([report.created, report.applied], [1, false]);
