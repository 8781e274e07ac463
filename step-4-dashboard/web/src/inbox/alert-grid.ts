/** The columns of the inbox on a wide screen, for its header and its rows. */
export const gridColumns = 'lg:grid-cols-[6.5rem_minmax(0,1fr)_3.5rem_10.5rem_10.5rem_8.5rem]'
