"""Files as they come: finding them, in archives too, and parsing them in a child process."""
