// A static server on loopback, which can be told to break single files.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";

const TYPES = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".wasm": "application/wasm",
};

/** Serves a folder; `answers` gives for a request what is answered in place of the file, or nothing. */
export async function serve(folder, answers = () => null, headers = {}) {
  const requests = [];
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    requests.push(pathname);
    const other = answers(pathname);
    try {
      const name = normalize(pathname === "/" ? "/index.html" : decodeURIComponent(pathname));
      const body = other?.body ?? (await readFile(join(folder, name)));
      response.writeHead(other?.status ?? 200, { "content-type": TYPES[extname(name)] ?? "text/plain", "cache-control": "no-store", ...headers });
      response.end(body);
    } catch {
      response.writeHead(404, { "content-type": "text/plain" });
      response.end("not found");
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  return { url: `http://127.0.0.1:${port}/`, origin: `http://127.0.0.1:${port}`, requests, close: () => server.close() };
}
