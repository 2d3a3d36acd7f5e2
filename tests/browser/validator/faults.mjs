// Answers each line of standard input, a page as a JSON string, with a line: the list of its faults.
import { createInterface } from "node:readline";
import { FileSystemConfigLoader, HtmlValidate } from "html-validate";

const rules = {
  root: true,
  extends: ["html-validate:standard", "html-validate:a11y", "html-validate:document"],
  // A button without a type sends its form: the standard says so, and every form here means it.
  rules: { "no-implicit-button-type": "off", "no-implicit-close": "error", "no-unknown-elements": "error", "require-sri": ["error", { target: "crossorigin" }] },
};
const validator = new HtmlValidate(new FileSystemConfigLoader(rules));

for await (const line of createInterface({ input: process.stdin })) {
  const report = await validator.validateString(JSON.parse(line));
  const messages = report.results.flatMap((result) => result.messages);
  const faults = messages.map((found) => `${found.line}:${found.column} ${found.ruleId}: ${found.message}`);
  process.stdout.write(`${JSON.stringify(faults)}\n`);
}
