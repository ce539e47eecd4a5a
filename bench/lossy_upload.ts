/** An upload with losses that has about 20,000 segments and a little more than 100,000 records. */
export const LOSSY_UPLOAD = `title: An upload with losses
seed: 7
hosts:
  client: { os: linux, address: 10.0.0.1/24 }
  server: { os: linux, address: 10.0.0.2/24 }
links:
  cable: { between: [client, server], latency: 10ms, rate: 100Mbps, loss: 0.02% }
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
      - send: { on: conn, bytes: 30MB }
      - close: conn
`;
