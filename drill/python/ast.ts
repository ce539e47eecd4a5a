/** A value of a program: numbers, texts, truth, None, lists and tuples. */
export type Value = number | string | boolean | null | readonly Value[];

export type Node =
  | { readonly kind: "value"; readonly value: Value }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "list"; readonly items: readonly Node[] }
  | { readonly kind: "unary"; readonly operator: string; readonly operand: Node }
  | {
    readonly kind: "binary";
    readonly operator: string;
    readonly left: Node;
    readonly right: Node;
  }
  /** `a < b <= c`: each but the first with the operator in front of it. */
  | {
    readonly kind: "comparison";
    readonly first: Node;
    readonly rest: readonly { readonly operator: string; readonly operand: Node }[];
  }
  | { readonly kind: "and" | "or"; readonly left: Node; readonly right: Node }
  | {
    readonly kind: "choice";
    readonly condition: Node;
    readonly yes: Node;
    readonly no: Node;
  }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Node[] };

/** A statement with the line and column of its start, from 1. */
export type Statement =
  & { readonly line: number; readonly column: number; readonly text: string }
  & (
    | { readonly kind: "assert"; readonly condition: Node; readonly message: Node | null }
    | { readonly kind: "print"; readonly items: readonly Node[] }
    | {
      readonly kind: "assign";
      readonly name: string;
      /** "" for a plain assignment, else the operator of `+=`. */
      readonly operator: string;
      readonly value: Node;
    }
    | { readonly kind: "expression"; readonly value: Node }
    | { readonly kind: "pass" }
  );
