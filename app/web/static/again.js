// Asks for the page again while something is going on; without it there is a link.
setTimeout(() => location.reload(), 2000);
