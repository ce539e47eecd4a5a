import { minutes, ms, NEVER, seconds } from "../../../engine/base/time.ts";
import {
  knobs,
  type Profile,
  type ProfileName,
  profileNames,
  profiles,
} from "../../../engine/tcp/mod.ts";
import { knobText } from "../../../cli/knob_text.ts";

/** A rule that a profile may break, because its system does: the knobs that decide, and how. */
interface Decided {
  readonly knobs: readonly (keyof typeof knobs)[];
  readonly keeps: (profile: Profile) => boolean;
}

const DECIDED: Readonly<Record<string, Decided>> = {
  "MUST-13": { knobs: ["timeWait", "msl"], keeps: (it) => it.timeWait >= 2 * minutes(2) },
  "MUST-23": {
    knobs: ["synTimeoutTotal", "synRetries", "synLinearRetries"],
    keeps: (it) => it.synTimeoutTotal >= minutes(3) && it.synTimeoutTotal !== NEVER,
  },
  "SHLD-11": {
    knobs: ["r2Time", "dataRetries", "rtoMin"],
    keeps: (it) => it.dataRetries > 8 || it.r2Time !== NEVER,
  },
  "MUST-25": { knobs: ["keepaliveDefault"], keeps: (it) => !it.keepaliveDefault },
  "MUST-28": { knobs: ["keepaliveIdle"], keeps: (it) => it.keepaliveIdle >= minutes(120) },
  "MUST-29": { knobs: ["keepaliveProbes"], keeps: (it) => it.keepaliveProbes > 1 },
  "MUST-40": { knobs: ["delayedAckMax"], keeps: (it) => it.delayedAckMax < ms(500) },
  "MUST-62": { knobs: ["urgentPointer"], keeps: (it) => it.urgentPointer === "behind" },
  "SHLD-3": {
    knobs: ["closeWithUnreadData", "dataAfterClose"],
    keeps: (it) => it.closeWithUnreadData === "reset" && it.dataAfterClose === "reset",
  },
  "SHLD-8": { knobs: ["ecn"], keeps: (it) => it.ecn !== "off" },
  "SHLD-26": {
    knobs: ["icmpInSynSent", "icmpWhenEstablished"],
    keeps: (it) => it.icmpInSynSent !== "ignore" && it.icmpWhenEstablished === "abort-on-hard",
  },
  "SHLD-29": { knobs: ["persistMin"], keeps: (it) => it.persistMin === 0 },
  "U-5": { knobs: ["resetCarriesAck"], keeps: (it) => !it.resetCarriesAck },
  "U-13": { knobs: ["resetInTimeWait"], keeps: (it) => it.resetInTimeWait === "kill" },
  "U-22": { knobs: ["resetOnTimeout"], keeps: (it) => !it.resetOnTimeout },
  "RFC 6298 .4": { knobs: ["rtoMin"], keeps: (it) => it.rtoMin >= seconds(1) },
  "RFC 5681 .6": { knobs: ["slowStartAfterIdle"], keeps: (it) => it.slowStartAfterIdle },
  "RFC 1122 .1": { knobs: ["keepaliveDefault"], keeps: (it) => !it.keepaliveDefault },
  "RFC 5961 .3": { knobs: ["challengeAckInterval"], keeps: (it) => it.challengeAckInterval > 0 },
  "RFC 5961 .4": { knobs: ["resetBelowReceiveNext"], keeps: (it) => it.resetBelowReceiveNext },
  "RFC 6191 .1": { knobs: ["timeWaitReuseByTime"], keeps: (it) => it.timeWaitReuseByTime },
  "RFC 6298 .7": { knobs: ["rtoAfterSynLoss"], keeps: (it) => it.rtoAfterSynLoss >= seconds(3) },
  "RFC 7323 .2": { knobs: ["missingTimestamps"], keeps: (it) => it.missingTimestamps === "drop" },
  "RFC 1337 .1": { knobs: ["resetInTimeWait"], keeps: (it) => it.resetInTimeWait === "ignore" },
};

/** The profiles that break a rule, each with the values of the knobs that decide: "freebsd: ...". */
export function breakersOf(rule: string): string[] {
  const decided = DECIDED[rule];
  if (decided === undefined) return [];
  return profileNames.filter((name) => !decided.keeps(profiles[name]))
    .map((name) => `${name}: ${decided.knobs.map((knob) => valueText(name, knob)).join(", ")}`);
}

/** Which profiles use an optional RFC, for their systems do: its rules bind no others. */
const OPTIONAL: Readonly<
  Record<string, { knob: keyof typeof knobs; uses: (it: Profile) => boolean }>
> = {
  "9438": { knob: "congestion", uses: (it) => it.congestion === "cubic" },
  "2018": { knob: "sack", uses: (it) => it.sack },
  "2883": { knob: "sack", uses: (it) => it.sack },
  "6675": { knob: "lossRecovery", uses: (it) => it.lossRecovery === "sack" },
  "8985": { knob: "lossRecovery", uses: (it) => it.lossRecovery === "rack" },
  "9937": { knob: "lossRecovery", uses: (it) => it.lossRecovery !== "newreno" },
  "6928": { knob: "initialWindow", uses: (it) => it.initialWindow === "rfc6928" },
  "7323": { knob: "timestamps", uses: (it) => it.timestamps || it.windowScaling },
  "3168": { knob: "ecn", uses: (it) => it.ecn !== "off" },
};

/** Of an RFC that some profiles do not use: those that do, and the knob: "linux, freebsd (sack)". */
export function usersOf(rfc: string): string {
  const optional = OPTIONAL[rfc];
  if (optional === undefined) return "";
  const users = profileNames.filter((name) => optional.uses(profiles[name]));
  return users.length === profileNames.length ? "" : `${users.join(", ")} (${optional.knob})`;
}

function valueText(name: ProfileName, knob: keyof typeof knobs): string {
  return `${knob} ${knobText(knob, profiles[name][knob])}`;
}
