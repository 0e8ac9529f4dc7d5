import { render } from 'preact';
import { App } from './app.tsx';
import './styles/tokens.css';
import './styles/page.css';
import './styles/slack.css';
import './styles/blocks.css';
import './styles/world.css';
import './styles/tour.css';

const root = document.getElementById('page');
if (root) render(<App />, root);
