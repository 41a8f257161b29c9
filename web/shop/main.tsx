/** @jsxImportSource preact */
import { render } from 'preact';
import { App } from './app.tsx';
import { firstLanguage, speak } from './locales/load.ts';
import './shop.css';

await speak(firstLanguage());
const root = document.getElementById('shop');
if (root) render(<App />, root);
