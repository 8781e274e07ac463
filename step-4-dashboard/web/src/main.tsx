import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { logInByLink } from './shell/log-in-by-link.ts'
import './styles/main.css'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no element with the id root')
await logInByLink()
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
