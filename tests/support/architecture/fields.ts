/** What is wrong at an offset of a source. */
export interface WrongField {
  offset: number;
  what: string;
}

/**
 * What V8 or the compiler would not find in the classes of a source, whose texts and
 * comments are masked: a private accessor is asked for through V8's runtime, some forty
 * instructions each time; and of a `declare`d field the compiler does not say whether
 * the constructor sets it.
 */
export function wrongFields(code: string): WrongField[] {
  const found: WrongField[] = [];
  for (const { index, 0: accessor } of code.matchAll(/\b[gs]et #\w+(?=\()/g)) {
    found.push({ offset: index, what: `must not have ${accessor}: a method costs less` });
  }
  for (const body of code.matchAll(/^(?:export )?(?:abstract )?class [^]*?^}/gm)) {
    for (
      const field of body[0].matchAll(/^ {2}declare (?:private |protected )?(?:readonly )?(\w+)/gm)
    ) {
      const name = field[1]!;
      if (new RegExp(`^ {4}this\\.${name} = `, "m").test(constructorOf(body[0]))) continue;
      const what = `${name} is declared, but its constructor does not set it`;
      found.push({ offset: body.index + field.index, what });
    }
  }
  return found;
}

function constructorOf(body: string): string {
  return /^ {2}(?:protected )?constructor\([^]*?^ {2}}/m.exec(body)?.[0] ?? "";
}
