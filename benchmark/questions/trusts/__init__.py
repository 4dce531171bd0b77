"""Where does one trust stand among its peers?"""
