/** How much of a text a message shows. */
const SHOWN = 60;

/** How many names a message lists. */
const LISTED = 24;

/** A value as a message shows it: "linus" in quotes, a number plain, the rest by its kind. */
export function show(value: unknown): string {
  if (value === null || value === undefined) return "empty";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a map";
  if (typeof value !== "string") return String(value);
  return JSON.stringify(value.length > SHOWN ? `${value.slice(0, SHOWN)}...` : value);
}

/** Words as a sentence has them: "a, b and c", or with "or" before the last. */
export function listed(words: readonly string[], before: "and" | "or" = "and"): string {
  if (words.length > LISTED) {
    return `${words.slice(0, LISTED).join(", ")} and ${words.length - LISTED} more`;
  }
  const last = words.at(-1) ?? "none";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} ${before} ${last}`;
}

/** The way to a value, as messages write it: `programs.server.web[2].recv`; "the topology" at the top. */
export function pathText(path: readonly PropertyKey[]): string {
  let text = "";
  for (const part of path) {
    if (typeof part === "number") text += `[${part}]`;
    else text += text === "" ? String(part) : `.${String(part)}`;
  }
  return text === "" ? "the topology" : text;
}
