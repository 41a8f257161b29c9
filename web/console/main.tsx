import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { firstLanguage, speak } from './locales/load.ts';
import { applyDensity } from './shell/density.ts';
import './theme/tokens.css';

applyDensity();
await speak(firstLanguage());
const root = document.getElementById('root');
if (root) createRoot(root).render(<App />);
