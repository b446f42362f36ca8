"""What codebooks and quotations share, whatever they are written as: their content, pages, Word and typeset parts."""
