"""Sign-in in shared mode: cookies, visitors, and the entrance that lets them in."""
