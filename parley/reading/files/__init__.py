"""Files in: plain text, HTML, PDF and e-mail, each as text. All are taken to be hostile."""
