// A service as they were written in 2011, as small as one can be.
const http = require("http");
process.stdin.once("data", (line) => {
  JSON.parse(line);
  const server = http.createServer((request, response) => response.end("pong"));
  server.keepAliveTimeout = 60000;
  server.listen(0, "127.0.0.1", () => process.stdout.write(JSON.stringify({ port: server.address().port }) + "\n"));
});
