/** Rules that are not met because we do not want to, with the reason. */
export const CHOICES: Readonly<Record<string, string>> = {
  "MUST-51": "source routes are dead: routers drop them (RFC 7126 4.3)",
  "MUST-52": "as MUST-51",
  "MUST-53": "as MUST-51",
  "SHLD-24": "as MUST-51",
  "MAY-10": "the IP Timestamp option is dead: routers drop it (RFC 7126 4.7)",
  "MAY-11": "the IP Record Route option is dead: routers drop it (RFC 7126 4.5)",
  "MAY-6": "the octet was for TCPs of the eighties that ignore empty probes",
  "MAY-14": "no socket API has such a call",
  "MAY-15": "no socket API has such a flag; MUST-60 and MUST-61 hold instead",
  "SHLD-13": "it binds applications, not TCP",
  "SHLD-23": "it binds applications, not TCP",
  "MAY-4": "each packet sent has an identification of its own",
  "MAY-7": "RFC 9293 leaves it open; what is inside the window is sent again (SHLD-16)",
  "RFC 5482 .2": "no system sends the option, so that nobody ever has both offers",
  "U-23": "no system waits: the side that sends a reset is CLOSED at once",
};

/** Rules of which a part is not met yet, though tests prove the rest. */
export const PARTS: Readonly<Record<string, string>> = {
  "RFC 7413 .1": "the option is carried, not used",
};

/** Rules that are met but for a part that is absent by choice, or in systems that break them. */
export const BUT: Readonly<Record<string, string>> = {
  "MUST-47":
    "in the profile rfc9293, and on Linux with IP_RECVERR; FreeBSD and Windows have no such report",
  "SHLD-9": "in the profile rfc9293; the systems tell nobody",
  "MUST-54": "for IPv4: IPv6 is absent by choice (ARCHITECTURE.md)",
};
