export { invisibleClass } from 'step-2-capture/invisible'
