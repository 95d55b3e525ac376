// Ask with Comunica: `node comunica.mjs SOURCE...` reads a query from standard input and writes its answer as JSON lines.
// A SOURCE is an address, whose kind Comunica finds out by itself, or `sparql@` and the address of an endpoint.
import { QueryEngine } from "@comunica/query-sparql";
import { readFileSync } from "node:fs";

const sources = process.argv.slice(2).map((each) => {
  const [, type, value] = /^(?:(sparql|file)@)?(.*)$/.exec(each);
  return type ? { type, value } : { value };
});
const term = ({ termType, value, language = "", datatype }) => ({ type: termType, value, language, datatype: datatype?.value ?? "" });
const say = (value) => console.log(JSON.stringify(value));

const result = await new QueryEngine().query(readFileSync(0, "utf8"), { sources });
const answer = await result.execute();
if (result.resultType === "bindings") {
  for await (const row of answer) say(Object.fromEntries([...row].map(([variable, value]) => [variable.value, term(value)])));
} else if (result.resultType === "quads") {
  for await (const { subject, predicate, object } of answer) say([term(subject), term(predicate), term(object)]);
} else {
  say(answer);
}
