/** IP protocol numbers (IANA). */
export const Protocol = { Icmp: 1, Tcp: 6 } as const;
