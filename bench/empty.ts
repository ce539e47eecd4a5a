/** Does nothing: what Deno itself takes to start. */
Deno.exit(0);
