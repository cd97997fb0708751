// A message centre by the package `smpp` of npm, driven by lines of JSON: what to do on stdin, what happened on stdout.
// node message_centre.cjs PORT [KEY CERT]
const smpp = require("smpp");
const fs = require("node:fs");
const readline = require("node:readline");

const [port, key, cert] = process.argv.slice(2);
const tls = key ? { key: fs.readFileSync(key), cert: fs.readFileSync(cert) } : {};
const tell = (event) => process.stdout.write(`${JSON.stringify(event)}\n`);
const hex = (content) => (Buffer.isBuffer(content) ? content.toString("hex") : content);
let session = null;
let answers = []; // statuses of the next submits; then 0
let silent = false;
let taken = 0;

const server = smpp.createServer(tls, (opened) => {
  opened.on("error", (error) => tell({ event: "error", error: String(error) }));
  opened.on("close", () => tell({ event: "closed" }));
  opened.on("bind_transceiver", (pdu) => {
    const known = pdu.system_id === "auxilio" && pdu.password === "secret01";
    tell({ event: "bind", system_id: pdu.system_id, version: pdu.interface_version, known });
    opened.send(pdu.response({ command_status: known ? 0 : smpp.ESME_RBINDFAIL, system_id: "centre" }));
    if (known) session = opened;
  });
  opened.on("generic_nack", ({ sequence_number }) => tell({ event: "nack", sequence_number }));
  opened.on("enquire_link", (pdu) => silent || opened.send(pdu.response()));
  opened.on("unbind", (pdu) => {
    tell({ event: "unbind" });
    opened.send(pdu.response());
    opened.close();
  });
  opened.on("submit_sm", (pdu) => {
    const { source_addr, destination_addr, dest_addr_ton, esm_class, data_coding, registered_delivery } = pdu;
    const { message, udh } = pdu.short_message;
    const id = `m${++taken}`;
    const status = answers.length ? answers.shift() : 0;
    tell({
      event: "submit", id, status, source_addr, destination_addr, dest_addr_ton, esm_class, data_coding,
      registered_delivery, message: hex(message), udh: udh ? udh.map(hex) : [],
    });
    if (!silent) opened.send(pdu.response({ command_status: status, message_id: status ? "" : id }));
  });
});

const deliver = ({ name, hex: raw, text, udh, ...fields }) => {
  const message = raw === undefined ? text : Buffer.from(raw, "hex");
  const short_message = udh ? { message, udh: Buffer.from(udh, "hex") } : message;
  session.deliver_sm({ short_message, ...fields }, (answer) =>
    tell({ event: "delivered", name, status: answer.command_status }));
};
const acts = {
  deliver,
  answer: ({ statuses }) => { answers = statuses; },
  silence: () => { silent = true; },
  raw: ({ bytes }) => session.socket.write(Buffer.from(bytes, "hex")),
  drop: () => session.destroy(),
};
readline.createInterface({ input: process.stdin }).on("line", (line) => {
  const { act, ...given } = JSON.parse(line);
  acts[act](given);
}).on("close", () => process.exit(0));
server.listen(Number(port), "127.0.0.1", () => tell({ event: "listening" }));
