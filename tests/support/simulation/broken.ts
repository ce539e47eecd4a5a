/** Thrown where a run breaks an invariant; `rule` stays the same however the run looks. */
export class Broken extends Error {
  readonly rule: string;

  constructor(rule: string, found: string) {
    super(found === "" ? rule : `${rule}: ${found}`);
    this.rule = rule;
  }
}

/** @throws {Broken} unless the condition holds. `found` says what is there instead. */
export function must(condition: boolean, rule: string, found: () => string = () => ""): void {
  if (!condition) throw new Broken(rule, found());
}
