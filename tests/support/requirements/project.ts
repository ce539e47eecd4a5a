import { judgeCompanions, type Judged, judgeRequirements } from "./judge.ts";
import { type NamedTest, testsOf } from "./named_tests.ts";
import { type CompanionRule, readCompanions, readRequirements, type Requirement } from "./rules.ts";

/** Where the project is. */
const PROJECT = new URL("../../../", import.meta.url);

/** The written table. */
export const REPORT = new URL("docs/rfc9293.md", PROJECT);

/** The rules of the project's tables, judged by its tests. */
export function judgeProject(): {
  requirements: Judged<Requirement>[];
  companions: Judged<CompanionRule>[];
  tests: NamedTest[];
} {
  const tests = testsIn("tests");
  const requirements = readRequirements(read("docs/requirements.tsv"));
  const companions = readCompanions(read("docs/companions.tsv"));
  return {
    requirements: judgeRequirements(requirements, tests),
    companions: judgeCompanions(companions, tests),
    tests,
  };
}

/** The tests below a folder, by path and then as in their file. */
function testsIn(folder: string): NamedTest[] {
  const entries = [...Deno.readDirSync(new URL(`${folder}/`, PROJECT))]
    .sort((a, b) => a.name < b.name ? -1 : 1);
  return entries.flatMap(({ name, isDirectory }) => {
    const path = `${folder}/${name}`;
    if (isDirectory) return testsIn(path);
    return name.endsWith("_test.ts") ? testsOf(path, read(path)) : [];
  });
}

function read(path: string): string {
  return Deno.readTextFileSync(new URL(path, PROJECT));
}
