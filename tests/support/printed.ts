/** A command in a document, and what the document says that it prints. */
export interface Printed {
  /** As it stands there: "deno task run topologies/closing/orphan.yaml --quiet". */
  readonly command: string;
  readonly output: string;
}

/** A block with one command, and below it a block of text. */
const PRINTED = /```sh\n(deno task [^\n]+)\n```\n\n```text\n(.*?)```\n/gs;

/** All commands of a Markdown text whose output stands below them. */
export function printedIn(markdown: string): Printed[] {
  return Array.from(markdown.matchAll(PRINTED), ([, command = "", output = ""]) => {
    return { command, output };
  });
}

/** The same text with other output below its commands. */
export function withOutputs(markdown: string, outputs: ReadonlyMap<string, string>): string {
  return markdown.replaceAll(PRINTED, (block, command: string) => {
    const output = outputs.get(command);
    if (output === undefined) return block;
    return `\`\`\`sh\n${command}\n\`\`\`\n\n\`\`\`text\n${output}\`\`\`\n`;
  });
}

/** The arguments of the command line: all after `deno task`, with quotes taken off. */
export function argumentsOf(command: string): string[] {
  const words = Array.from(command.matchAll(/"([^"]*)"|(\S+)/g));
  return words.map(([, quoted, plain]) => quoted ?? plain ?? "").slice(2);
}
