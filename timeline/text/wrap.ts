/**
 * Breaks text at its blanks into lines of at most `width` characters; those
 * after the first are indented. A word that is longer than a line stays whole.
 */
export function wrap(text: string, width: number, indent: string): string[] {
  const lines: string[] = [];
  const start = text.length - text.trimStart().length;
  let line = text.slice(0, start);
  for (const word of text.slice(start).split(" ")) {
    if (line.trim() !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent + word;
    } else {
      line = line.trim() === "" ? line + word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
