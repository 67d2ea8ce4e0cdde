"""What cover and form (提要) say: fields, travellers, dates, destinations, and where the two disagree."""
