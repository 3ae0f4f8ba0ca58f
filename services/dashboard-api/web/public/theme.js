// Runs before the first paint, so that a chosen theme never flashes the other one. Same key as src/ui/theme.ts.
try {
  const theme = localStorage.getItem('clawnex.theme');
  if (theme === '"dark"' || theme === '"light"') document.documentElement.dataset.theme = JSON.parse(theme);
} catch {
  // Storage is forbidden: the system's theme applies.
}
