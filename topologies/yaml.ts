// @ts-types="../third_party/yaml.ts"
import {
  Composer,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Pair,
  type ParsedNode,
  Parser,
} from "../third_party/yaml.min.js";
import { type Mistake, Mistakes } from "./mistakes.ts";
import { type Path, type Place, Places } from "./places.ts";
import { show } from "./show.ts";

/** The largest text that is read, in characters: a topology of a thousand hosts has a tenth of it. */
export const MAX_LENGTH = 5_000_000;

/** How deep lists and maps may be nested, and the parser's own levels with them. */
const MAX_DEPTH = 100;

/** How many values aliases may add: a few lines of aliases of aliases could fill any memory. */
const MAX_ALIASED = 100_000;

/** How many errors of the YAML itself are told: after the first, most only follow from it. */
const MAX_ERRORS = 20;

/** A document as plain data, and what is wrong with its YAML. */
export interface YamlResult {
  /** null where so much is wrong that there is no use in looking at the rest. */
  document: { value: unknown; places: Places } | null;
  mistakes: Mistake[];
}

/**
 * Reads one YAML 1.2 document (so JSON, too) into maps without a prototype,
 * lists and scalars, with the place of each. Never throws.
 *
 * Refused are what the language has no use for and what could do harm: tags,
 * merge keys, keys that are no words, two keys of one name, several documents,
 * and texts that are too large, too deep or grow too much by aliases.
 */
export function readYaml(text: string, file: string): YamlResult {
  const plain = text.startsWith("\ufeff") ? text.slice(1) : text;
  const refused = unreadable(plain);
  if (refused !== null) return { document: null, mistakes: [{ file, ...refused }] };
  const lines = new LineCounter();
  const documents = compose(plain, lines);
  if (typeof documents === "number") {
    const rule = `lists and maps may be ${MAX_DEPTH} levels deep`;
    const message = `the topology is nested too deeply: ${rule}`;
    return { document: null, mistakes: [{ file, ...placeOf(lines, documents), message }] };
  }
  const errors = errorsOf(documents, file, lines);
  if (errors.length > 0) return { document: null, mistakes: errors };
  return new Converter(file, lines).convert(documents[0]);
}

/** Says why a text is not even given to the parser, or null. */
function unreadable(text: string): Place & { message: string } | null {
  if (text.length > MAX_LENGTH) {
    const message =
      `the topology is too large: it may have ${MAX_LENGTH} characters: it has ${text.length}`;
    return { line: 1, column: 1, message };
  }
  let line = 1;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 10) [line, start] = [line + 1, i + 1];
    if ((code >= 32 && code !== 127) || code === 9 || code === 10 || code === 13) continue;
    const hex = code.toString(16).padStart(4, "0");
    const message = `the topology has a control character, U+${hex}: it must be plain text`;
    return { line, column: i - start + 1, message };
  }
  return null;
}

/** The documents of a text, or the offset at which it is too deep. */
function compose(text: string, lines: LineCounter): Document.Parsed[] | number {
  const parser = new Parser(lines.addNewLine);
  const tokens = [];
  lines.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (parser.stack.length > MAX_DEPTH) return parser.offset;
  }
  for (const token of parser.end()) tokens.push(token);
  const composer = new Composer({ version: "1.2", schema: "core", uniqueKeys: false });
  return [...composer.compose(tokens, false, text.length)] as Document.Parsed[];
}

function errorsOf(
  documents: readonly Document.Parsed[],
  file: string,
  lines: LineCounter,
): Mistake[] {
  const found: Mistake[] = [];
  for (const { code, message, pos } of documents.flatMap((document) => document.errors)) {
    const place = placeOf(lines, pos[0]);
    if (found.at(-1)?.line === place.line) continue; // it only follows from the other
    found.push({ file, ...place, message: describeError(code, message) });
  }
  const second = documents[1];
  if (second !== undefined && found.length === 0) {
    const message = "the topology ends here: a file has one document, so `---` may only begin it";
    found.push({ file, ...placeOf(lines, second.range[0]), message });
  }
  return found.slice(0, MAX_ERRORS);
}

function describeError(code: string, message: string): string {
  if (code === "TAB_AS_INDENT") return "a tab must not indent a line: use spaces";
  if (code === "BLOCK_AS_IMPLICIT_KEY") return `a text with ": " in it must stand in quotes`;
  const [first = ""] = message.split("\n");
  return `this is not valid YAML: ${first.charAt(0).toLowerCase()}${first.slice(1)}`;
}

function placeOf(lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

function tagText(tag: string): string {
  return tag.replace("tag:yaml.org,2002:", "!!");
}

type Key = string | null;

/** Turns the nodes of a document into plain data. */
class Converter {
  #lines: LineCounter;
  #places = new Places();
  #mistakes: Mistakes;
  #anchors = new Map<string, ParsedNode>();
  /** The nodes around the present one: an alias of one of them would never end. */
  #around = new Set<ParsedNode>();
  /** How many keys are there twice; the rest of the document can be read all the same. */
  #doubled = 0;
  #aliases = 0;
  #aliased = 0;

  constructor(file: string, lines: LineCounter) {
    this.#lines = lines;
    this.#mistakes = new Mistakes(file, this.#places);
  }

  convert(document: Document.Parsed | undefined): YamlResult {
    const contents = document?.contents ?? null;
    const value = contents === null ? null : this.#valueOf(contents, [], null);
    const mistakes = this.#mistakes.sorted();
    const useful = mistakes.length === this.#doubled;
    return { document: useful ? { value, places: this.#places } : null, mistakes };
  }

  #valueOf(node: ParsedNode, path: Path, key: Place | null): unknown {
    const place = placeOf(this.#lines, node.range[0]);
    this.#places.add(path, key ?? place, place);
    if (this.#aliases > 0 && ++this.#aliased > MAX_ALIASED) {
      if (this.#aliased === MAX_ALIASED + 1) {
        this.#mistakes.atValue(path, `has too many values by aliases: ${MAX_ALIASED} are allowed`);
      }
      return null;
    }
    if (isAlias(node)) return this.#aliasOf(node.source, path, key);
    if (node.tag !== undefined) {
      this.#mistakes.atValue(path, `must not have a tag: it has ${tagText(node.tag)}`);
      return null;
    }
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, node);
    if (isScalar(node)) return node.value;
    return this.#collectionOf(node, path);
  }

  #aliasOf(name: string, path: Path, key: Place | null): unknown {
    const target = this.#anchors.get(name);
    if (target === undefined) {
      this.#mistakes.atValue(path, `must name an anchor that stands before it: "${name}" does not`);
      return null;
    }
    if (this.#around.has(target)) {
      this.#mistakes.atValue(path, `must not contain itself: "${name}" is around it`);
      return null;
    }
    if (path.length > MAX_DEPTH) {
      this.#mistakes.atValue(path, `is nested too deeply: ${MAX_DEPTH} levels are allowed`);
      return null;
    }
    this.#aliases++;
    const here = this.#places.ofValue(path);
    const value = this.#valueOf(target, path, key);
    this.#places.add(path, key ?? here, here);
    this.#aliases--;
    return value;
  }

  #collectionOf(node: ParsedNode, path: Path): unknown {
    this.#around.add(node);
    const value = isSeq(node)
      ? node.items.map((item, i) => this.#valueOf(item as ParsedNode, [...path, i], null))
      : isMap(node)
      ? this.#mapOf(node.items as Pair<ParsedNode, ParsedNode | null>[], path)
      : null;
    this.#around.delete(node);
    return value;
  }

  #mapOf(pairs: readonly Pair<ParsedNode, ParsedNode | null>[], path: Path): unknown {
    const map: Record<string, unknown> = Object.create(null);
    for (const { key: keyNode, value } of pairs) {
      const place = placeOf(this.#lines, keyNode.range[0]);
      const key = this.#keyOf(keyNode, place, path);
      if (key === null) continue;
      const inner = [...path, key];
      if (Object.hasOwn(map, key)) {
        const first = this.#places.ofKey(inner).line;
        this.#places.add(inner, place, place);
        this.#mistakes.atKey(inner, `is there twice: the first is in line ${first}`);
        this.#doubled++;
        continue;
      }
      this.#places.add(inner, place, place);
      map[key] = value === null ? null : this.#valueOf(value, inner, place);
    }
    return map;
  }

  /** The key as a word, or null after telling why it is none. */
  #keyOf(node: ParsedNode, place: Place, path: Path): Key {
    const value = isScalar(node) ? node.value : isAlias(node) ? `*${node.source}` : [];
    const refused = node.tag !== undefined
      ? "a tag"
      : typeof value !== "string"
      ? show(isMap(node) ? {} : value)
      : value === "<<"
      ? `"<<", and maps cannot be merged: write its keys out`
      : value === "__proto__"
      ? `"__proto__", which is reserved: choose another`
      : isAlias(node)
      ? show(value)
      : "";
    if (refused === "") return value as string;
    const inner = [...path, `\0${place.line}:${place.column}`];
    this.#places.add(inner, place, place);
    this.#mistakes.atUnknownKey(inner, `must have words as keys: one is ${refused}`);
    return null;
  }
}
