// Asks one address again and again over 16 connections; prints requests per second.
const http = require("http");
const [address, token, seconds] = [process.argv[2], process.argv[3], Number(process.argv[4])];
const agent = new http.Agent({ keepAlive: true, maxSockets: 16 });
const end = Date.now() + seconds * 1000;
let answers = 0, open = 16;
function ask() {
  if (Date.now() >= end) {
    if (--open === 0) { console.log(answers / seconds); process.exit(0); }
    return;
  }
  http.get(address, { agent, headers: { Authorization: "Bearer " + token } }, (response) => {
    if (response.statusCode !== 200) { console.error("status " + response.statusCode); process.exit(1); }
    response.on("data", () => {});
    response.on("end", () => { answers++; ask(); });
  }).on("error", (error) => { console.error(error.message); process.exit(1); });
}
for (let i = 0; i < 16; i++) ask();
