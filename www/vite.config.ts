import { defineConfig } from "vite";

/** The site's whole policy; the one-file build has its own. Both are tested with a negative control. */
export const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

const path = (relative: string) => decodeURIComponent(new URL(relative, import.meta.url).pathname);

export default defineConfig(({ command }) => ({
  base: "./",
  clearScreen: false,
  resolve: { alias: { "rmq-engine": path("../target/page/engine") } },
  define: { __ONE_FILE__: "false" },
  build: {
    outDir: path("../target/page/site"),
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  worker: { format: "es" },
  server: { fs: { allow: [path("..")] } },
  plugins: [
    {
      name: "policy",
      transformIndexHtml: (html: string) =>
        command === "build"
          ? html.replace("<head>", `<head>\n<meta http-equiv="Content-Security-Policy" content="${POLICY}">`)
          : html,
    },
  ],
}));
