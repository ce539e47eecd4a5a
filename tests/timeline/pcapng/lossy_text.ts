/** An upload over a line that loses, corrupts and duplicates. */
export const LOSSY_TEXT = `title: An upload over a bad line
seed: 3
hosts:
  client: { os: linux, address: 10.0.0.1/24 }
  server: { os: linux, address: 10.0.0.2/24 }
links:
  cable:
    between: [client, server]
    latency: 20ms
    rate: 20Mbps
    loss: 1%
    corrupt: 1%
    duplicate: 1%
programs:
  server:
    web:
      - listen: { port: 80, as: door }
      - accept: { on: door, as: conn }
      - recv: { on: conn, until: eof }
      - close: conn
  client:
    app:
      - connect: { to: "server:80", as: conn }
      - send: { on: conn, bytes: 300kB }
      - close: conn
`;
