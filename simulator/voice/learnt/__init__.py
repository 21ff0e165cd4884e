"""What the guard learnt, beside its rules: features of a reply and the weights over them."""
