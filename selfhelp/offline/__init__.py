"""What a phone keeps: manifest, service worker, the list of pages."""
