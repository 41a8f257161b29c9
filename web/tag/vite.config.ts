import { defineConfig } from 'vite';

/** One file, for any page: no modules, nothing left in the global scope but `regulars`. */
export default defineConfig({
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2019',
    lib: { entry: 'src/tag.ts', formats: ['iife'], name: 'regularsTag', fileName: () => 'tag.js' },
  },
});
