import type { Node } from "./ast.ts";

/** The variables that an expression names, once each, from left to right. */
export function* namesIn(node: Node): Generator<string> {
  const found = new Set<string>();
  const open: Node[] = [node];
  for (let it = open.pop(); it !== undefined; it = open.pop()) {
    if (it.kind === "name" && !found.has(it.name)) {
      found.add(it.name);
      yield it.name;
    }
    open.push(...childrenOf(it));
  }
}

function childrenOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case "value":
    case "name":
      return [];
    case "list":
      return node.items;
    case "unary":
      return [node.operand];
    case "comparison":
      return [node.first, ...node.rest.map((it) => it.operand)].reverse();
    case "choice":
      return [node.condition, node.yes, node.no];
    case "call":
      return node.args;
    default:
      return [node.right, node.left];
  }
}
