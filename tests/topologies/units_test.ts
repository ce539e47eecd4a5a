import { strictEqual } from "node:assert/strict";
import {
  PART_UNITS,
  RATE_UNITS,
  readUnit,
  SIZE_UNITS,
  suggestUnit,
  TIME_UNITS,
  timeText,
} from "../../topologies/units.ts";

Deno.test("times are whole nanoseconds", () => {
  const times: [string, number][] = [
    ["20ms", 20e6],
    ["500us", 500e3],
    ["3s", 3e9],
    ["10m", 600e9],
    ["1h", 3600e9],
    ["250ns", 250],
    ["1.5s", 1.5e9],
    ["0s", 0],
    ["0.1us", 100],
    ["0.3us", 300],
    ["1.000000001s", 1_000_000_001],
  ];
  for (const [text, expected] of times) strictEqual(readUnit(text, TIME_UNITS), expected, text);
});

Deno.test("rates are bits per second, in powers of ten", () => {
  strictEqual(readUnit("100Mbps", RATE_UNITS), 100e6);
  strictEqual(readUnit("1Gbps", RATE_UNITS), 1e9);
  strictEqual(readUnit("64kbps", RATE_UNITS), 64e3);
  strictEqual(readUnit("9600bps", RATE_UNITS), 9600);
});

Deno.test("sizes are bytes: kB is 1000 of them, KiB 1024", () => {
  strictEqual(readUnit("10kB", SIZE_UNITS), 10_000);
  strictEqual(readUnit("2MB", SIZE_UNITS), 2_000_000);
  strictEqual(readUnit("64KiB", SIZE_UNITS), 65_536);
  strictEqual(readUnit("1MiB", SIZE_UNITS), 1_048_576);
  strictEqual(readUnit("1460B", SIZE_UNITS), 1460);
  strictEqual(readUnit("1.5kB", SIZE_UNITS), 1500);
});

Deno.test("percentages are parts of one", () => {
  strictEqual(readUnit("0.1%", PART_UNITS), 0.001);
  strictEqual(readUnit("100%", PART_UNITS), 1);
});

Deno.test("what is no number with a unit, or no whole number of the smallest, is NaN", () => {
  const wrong = [
    "",
    "20",
    "ms",
    "-5ms",
    "+5ms",
    "1e3s",
    "01s",
    "1.s",
    ".5s",
    "20 ms",
    "20MS",
    "1d",
  ];
  for (const text of [...wrong, "0.5ns", "1.5ns", "99999999h", " 1s", "1s\n", "0x1s"]) {
    strictEqual(readUnit(text, TIME_UNITS), NaN, JSON.stringify(text));
  }
  strictEqual(readUnit("1.5B", SIZE_UNITS), NaN);
});

Deno.test("a misspelt unit has a suggestion", () => {
  strictEqual(suggestUnit("10 min", TIME_UNITS), "10m");
  strictEqual(suggestUnit("20msec", TIME_UNITS), "20ms");
  strictEqual(suggestUnit("1.5 seconds", TIME_UNITS), "1.5s");
  strictEqual(suggestUnit("100mbps", RATE_UNITS), "100Mbps");
  strictEqual(suggestUnit("100Mbit/s", RATE_UNITS), "100Mbps");
  strictEqual(suggestUnit("10 bytes", SIZE_UNITS), "10B");
  strictEqual(suggestUnit("10KB", SIZE_UNITS), "10kB");
  strictEqual(suggestUnit("10", TIME_UNITS), "");
  strictEqual(suggestUnit("0.5ns", TIME_UNITS), "");
  strictEqual(suggestUnit("5 constructor", TIME_UNITS), "");
});

Deno.test("a time is written in the largest unit that keeps it whole", () => {
  strictEqual(timeText(600e9), "10m");
  strictEqual(timeText(1500e6), "1500ms");
  strictEqual(timeText(0), "0s");
});
