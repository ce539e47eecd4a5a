import type { ComponentChildren, JSX } from "preact";
import { Sheet } from "./sheet.tsx";
import { paletteOf } from "../draw/palette.ts";
import { Tone } from "../scene/category.ts";
import { usePageState } from "./page.ts";

const TONES: readonly (readonly [Tone, string])[] = [
  [Tone.Syn, "SYN"],
  [Tone.Data, "data"],
  [Tone.Ack, "ACK alone"],
  [Tone.Again, "sent again, or a probe"],
  [Tone.Fin, "FIN"],
  [Tone.Reset, "reset"],
  [Tone.Icmp, "ICMP"],
];

/** What the colors and shapes mean. */
export function Legend(): JSX.Element {
  const { theme } = usePageState();
  const { tones, states, timers, page } = paletteOf(theme);
  return (
    <Sheet name="Legend" look="sheet legend">
      <div class="columns">
        <List title="Segments, as arrows">
          {TONES.map(([tone, name]) => (
            <Item key={name} shape="line" color={tones[tone]} name={name} />
          ))}
          <Item shape="cross" color={page.bad} name="lost: ends in a cross" />
        </List>
        <List title="States, as bands along a lane">
          {Object.entries(states).map(([name, color]) => (
            <Item key={name} shape="band" color={color} name={name} />
          ))}
        </List>
        <List title="Timers, as narrow bars">
          {Object.entries(timers).map(([name, color]) => (
            <Item key={name} shape="bar" color={color} name={name} />
          ))}
        </List>
        <List title="At a lane">
          <Item shape="dot" color={page.good} name="change of state" />
          <Item shape="ring" color={page.call} name="call" />
          <Item shape="bar" color={page.call} name="call that waits" />
          <Item shape="bar" color={page.bad} name="call that fails" />
          <Item shape="diamond" color={page.warn} name="timer fires" />
          <Item shape="square" color={page.process} name="process" />
          <Item shape="dashes" color={page.bad} name="fault" />
          <Item shape="fold" color={page.lane} name="a long silence, folded" />
        </List>
      </div>
    </Sheet>
  );
}

function List({ title, children }: { title: string; children: ComponentChildren }): JSX.Element {
  return (
    <div>
      <h3>{title}</h3>
      <ul>{children}</ul>
    </div>
  );
}

function Item({ shape, color, name }: {
  shape: string;
  color: string | undefined;
  name: string;
}): JSX.Element {
  return (
    <li>
      <span class={`key ${shape}`} style={{ color: color ?? "" }} />
      {name}
    </li>
  );
}
