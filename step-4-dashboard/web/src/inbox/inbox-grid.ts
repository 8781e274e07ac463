/** The columns of the inbox on a wide screen, for its header and its rows. */
export const alertGrid = 'lg:grid-cols-[1.5rem_6.5rem_minmax(12rem,1fr)_3.5rem_3rem_11rem_8rem]'
export const incidentGrid = 'lg:grid-cols-[1.5rem_6.5rem_minmax(12rem,1fr)_7rem_11rem_8rem]'
