/** A rule of RFC 9293: one of its identifiers, or of its text without one (U-1 to U-24). */
export interface Requirement {
  readonly id: string;
  readonly section: string;
  readonly group: string;
  readonly rule: string;
}

/** A rule of another RFC. */
export interface CompanionRule {
  /** The RFC's number. */
  readonly rfc: string;
  /** Which of its rules: ".2". */
  readonly number: string;
  /** Sections that are about this rule alone, and identifiers of RFC 9293 that say the same. */
  readonly places: readonly string[];
  readonly rule: string;
}

/** Whether every TCP must follow it. */
export function isMust(id: string): boolean {
  return id.startsWith("MUST-");
}

/** The rules of `docs/requirements.tsv`, in the order of the file. */
export function readRequirements(text: string): Requirement[] {
  return rowsOf(text).map(([id = "", section = "", group = "", rule = ""]) => {
    return { id, section, group, rule };
  });
}

/** The rules of `docs/companions.tsv`, in the order of the file. */
export function readCompanions(text: string): CompanionRule[] {
  return rowsOf(text).map(([rfc = "", number = "", places = "", rule = ""]) => {
    return { rfc, number, places: places === "" ? [] : places.split(","), rule };
  });
}

/** The rows of a table without its heading. */
function rowsOf(text: string): string[][] {
  return text.trimEnd().split("\n").slice(1).map((line) => line.split("\t"));
}
